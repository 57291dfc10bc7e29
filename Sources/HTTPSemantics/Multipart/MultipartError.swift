/// The ways in which the body of a form is wrong.
package enum MultipartError: Error, Hashable, Sendable, CustomStringConvertible {
    /// More octets than the limit come before the first part.
    case preambleTooLong(limit: Int)
    /// Something other than the end of the line follows a boundary.
    case malformedDelimiter
    /// The head of a part has more octets than the limit.
    case headTooLong(limit: Int)
    /// The head of a part is not one of a form.
    case malformedHead
    /// The body has more parts than the limit.
    case tooManyParts(limit: Int)
    /// The body ends before its last boundary.
    case truncated

    /// A sentence for whoever sent the form.
    package var description: String {
        switch self {
        case .preambleTooLong(let limit): "The form has more than \(limit) octets before its first part."
        case .malformedDelimiter: "A boundary of the form is malformed."
        case .headTooLong(let limit): "The head of a part of the form has more than \(limit) octets."
        case .malformedHead: "The head of a part of the form is malformed."
        case .tooManyParts(let limit): "The form has more than \(limit) parts."
        case .truncated: "The form broke off."
        }
    }
}
