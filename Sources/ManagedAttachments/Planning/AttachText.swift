/// What can be said of the attachments of calendar data that nobody has parsed.
package enum AttachText {
    /// Returns whether calendar data may have an ATTACH property; what has one always may.
    ///
    /// RFC 5545 §3.1: "a long line can be split between any two characters by inserting a CRLF immediately followed by a
    /// single linear white-space character"; so all of these are passed over. Names are compared without regard to case
    /// (§2).
    ///
    /// - Parameter octets: The data.
    /// - Returns: False only where the letters stand nowhere.
    package static func mayStand(in octets: [UInt8]) -> Bool {
        let letters = Array("attach".utf8)
        var matched = 0
        for octet in octets where !isFold(octet) {
            // Of the octets that are no letters none becomes one of these six.
            let letter = octet | 0x20
            if letter == letters[matched] {
                matched += 1
                if matched == letters.count { return true }
            } else if matched == 4, letter == letters[1] {
                // The end of "atta" is a beginning too.
                matched = 2
            } else {
                matched = letter == letters[0] ? 1 : 0
            }
        }
        return false
    }

    private static func isFold(_ octet: UInt8) -> Bool {
        octet == 0x0D || octet == 0x0A || octet == 0x20 || octet == 0x09
    }
}
