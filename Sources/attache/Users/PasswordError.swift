/// Why a password is not taken.
enum PasswordError: Error, Hashable {
    /// There is none.
    case empty
    /// It has more bytes than this.
    case tooLong(limit: Int)
    /// It has a character that cannot be typed.
    case controlCharacter
}

extension PasswordError: CustomStringConvertible {
    /// The reason as a sentence.
    var description: String {
        switch self {
        case .empty: "The password is empty."
        case .tooLong(let limit): "The password has more than \(limit) bytes."
        case .controlCharacter: "The password has a control character."
        }
    }
}
