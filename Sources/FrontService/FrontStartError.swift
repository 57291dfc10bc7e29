/// Why a front cannot start; the description is the sentence for the operator.
package enum FrontStartError: Error, Hashable, Sendable {
    /// The deployment has no shard map, so that there is no place for attachments.
    case shardMapMissing
}

extension FrontStartError: CustomStringConvertible {
    /// A sentence that says what is missing.
    package var description: String {
        switch self {
        case .shardMapMissing:
            "The deployment has no shard map yet, so that there is no place for attachments: register the blob nodes with "
                + "\"attache node add\" before the front is started."
        }
    }
}
