extension String {
    /// Tells whether two strings are the same octets in UTF-8.
    ///
    /// `==` holds canonically equivalent strings equal, which would hide a change from "é" in one scalar to "é" in two.
    package func hasSameOctets(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }

    /// Tells whether two strings are the same but for the case of ASCII letters.
    ///
    /// RFC 5545 §2: names of properties, parameters, and components, and enumerated values, are case-insensitive.
    package func equalsIgnoringCase(_ other: String) -> Bool {
        utf8.span.equalsIgnoringCase(other.utf8.span)
    }
}

extension Span<UInt8> {
    /// Tells whether two texts are the same but for the case of ASCII letters.
    ///
    /// - Parameter other: The other text.
    /// - Returns: Whether they are.
    func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where Octet.lowercased(self[index]) != Octet.lowercased(other[index]) { return false }
        return true
    }
}
