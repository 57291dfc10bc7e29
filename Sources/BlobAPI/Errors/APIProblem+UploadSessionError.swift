package import BlobModel

extension APIProblem {
    /// Makes the problem that tells a caller of an error of an upload session.
    package init(telling error: UploadSessionError) {
        switch error {
        case .notFound: self.init(.uploadNotFound, detail: error.description)
        case .offsetMismatch(let durable): self = .offsetMismatch(durable: durable)
        case .busy: self.init(.uploadBusy, detail: error.description)
        case .digestMismatch: self.init(.malformed, detail: error.description)
        }
    }
}

extension UploadSessionError {
    /// Makes the error of an upload session that a node's problem tells of; nil when it tells of another one.
    ///
    /// - Parameters:
    ///   - problem: What the node answered.
    ///   - session: The session that the call was about.
    package init?(_ problem: APIProblem, about session: UploadSessionID) {
        switch problem.code {
        case .uploadNotFound: self = .notFound(session)
        case .uploadBusy: self = .busy(session)
        case .offsetMismatch:
            guard let offset = problem.offset else { return nil }
            self = .offsetMismatch(durable: offset)
        default: return nil
        }
    }
}
