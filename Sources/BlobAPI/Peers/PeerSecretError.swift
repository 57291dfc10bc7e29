/// Why the contents of a secret file are refused; no case carries any of the text.
package enum PeerSecretError: Error, Equatable {
    /// The file has this many lines instead of one or two.
    case lineCount(Int)
    /// This line, counted from 1, is not 32 bytes as base64url.
    case malformedLine(Int)
}

extension PeerSecretError: CustomStringConvertible {
    /// The refusal as a sentence.
    package var description: String {
        switch self {
        case .lineCount(let count): "A secret file has one or two lines, not \(count)."
        case .malformedLine(let line): "Line \(line) of the secret file is not 32 bytes as base64url (43 characters)."
        }
    }
}
