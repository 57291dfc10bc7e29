/// The name of a principal: what a user logs in with, and a segment of the principal's URLs.
///
/// One to 64 of the characters `a`–`z`, `0`–`9`, `.`, `_` and `-`; neither `.` nor `..`.
package struct UserID: Hashable, Sendable, CustomStringConvertible {
    /// The name as text.
    package let text: String

    /// Reads a name; `nil` when it has another length or other characters.
    package init?(parsing text: String) {
        guard (1...64).contains(text.utf8.count), text != ".", text != ".." else { return nil }
        guard text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.text = text
    }

    /// The name as text.
    package var description: String { text }

    private static func isAllowed(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
