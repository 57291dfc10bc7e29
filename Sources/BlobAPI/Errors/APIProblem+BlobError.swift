package import BlobModel

extension APIProblem {
    /// Makes the problem that tells a caller of an error of the store.
    package init(telling error: BlobError) {
        switch error {
        case .notFound: self.init(.blobNotFound, detail: error.description)
        case .gone: self.init(.blobGone, detail: error.description)
        case .referenceNotFound: self.init(.referenceNotFound, detail: error.description)
        case .referenceConflict: self.init(.referenceConflict, detail: error.description)
        case .tooLarge: self.init(.tooLarge, detail: error.description)
        case .rangeNotSatisfiable(let size): self = .rangeNotSatisfiable(size: size)
        case .insufficientSpace: self.init(.insufficientSpace)
        case .staleShardMap(let map): self = .staleShardMap(map)
        case .misplaced: self.init(.misplaced, detail: error.description)
        case .corrupt: self.init(.corrupt, detail: error.description)
        case .domainErased: self.init(.domainErased, detail: error.description)
        case .unavailable(let reason): self.init(.unavailable, detail: reason)
        case .bodyFailed(let reason): self.init(.bodyFailed, detail: reason)
        }
    }
}

extension BlobError {
    /// Makes the error that a node's problem tells of.
    ///
    /// - Parameters:
    ///   - problem: What the node answered.
    ///   - subject: What the call was about, since the problem does not repeat it.
    package init(_ problem: APIProblem, about subject: BlobSubject) {
        let error: BlobError? =
            switch problem.code {
            case .blobNotFound: subject.blob.map { .notFound($0) }
            case .blobGone: subject.blob.map { .gone($0) }
            case .corrupt: subject.blob.map { .corrupt($0) }
            case .referenceNotFound: subject.reference.map { .referenceNotFound($0) }
            case .referenceConflict: subject.reference.map { .referenceConflict($0) }
            case .tooLarge: subject.limit.map { .tooLarge(limit: $0) }
            case .rangeNotSatisfiable: problem.size.map { .rangeNotSatisfiable(size: $0) }
            case .staleShardMap: problem.shardMap.map { .staleShardMap($0) }
            case .insufficientSpace: .insufficientSpace
            case .misplaced: .misplaced(subject.domain)
            case .domainErased: .domainErased(subject.domain)
            case .bodyFailed: .bodyFailed(problem.detail ?? problem.title)
            default: nil
            }
        // Anything else means that the node and this side do not agree, which no caller can mend.
        self = error ?? .unavailable("\(problem.code.rawValue): \(problem.detail ?? problem.title)")
    }
}
