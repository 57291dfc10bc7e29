package import BlobModel

/// Why a recount could not be taken to its end; the next one goes on where it stopped.
package enum RecountError: Error, Hashable {
    /// The answer came from another deployment than that of the shard; it counts for nothing.
    case foreignAnswer(expected: DeploymentID, found: DeploymentID)
    /// The answer names a reference that was not asked about.
    case unaskedReference(ReferenceID)
}

extension RecountError: CustomStringConvertible {
    /// What happened, as a sentence.
    package var description: String {
        switch self {
        case .foreignAnswer(let expected, let found):
            "The answer came from the deployment \(found), and not from \(expected)."
        case .unaskedReference(let reference): "The answer names \(reference), which was not asked about."
        }
    }
}
