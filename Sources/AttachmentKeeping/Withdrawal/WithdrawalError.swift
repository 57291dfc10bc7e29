package import AttachmentStore

/// A refusal to withdraw an attachment.
package enum WithdrawalError: Error, Hashable {
    /// There is no attachment with that managed ID.
    case unknown(AttachmentID)

    /// Nothing is left of the reason but spaces and controls.
    case reasonMissing

    /// The reason has more octets than the limit.
    case reasonTooLong(limit: Int)
}

extension WithdrawalError: CustomStringConvertible {
    /// A sentence for operators.
    package var description: String {
        switch self {
        case .unknown(let id): "There is no attachment \(id)."
        case .reasonMissing: "A reason is needed: it is what people are told who ask for the file."
        case .reasonTooLong(let limit): "The reason can have at most \(limit) octets."
        }
    }
}
