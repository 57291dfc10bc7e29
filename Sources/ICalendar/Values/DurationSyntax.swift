/// The form of DURATION values (RFC 5545 §3.3.6).
enum DurationSyntax {
    /// Tells whether a value is such as `P15DT5H0M20S`, `-PT15M`, or `P7W`.
    ///
    /// Weeks beside days and fields out of their order are accepted, because programs in use write them; a field has nine
    /// digits at most.
    static func isDuration(_ value: some StringProtocol) -> Bool {
        var octets = Array(value.utf8)[...]
        if let sign = octets.first, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(sign) { octets.removeFirst() }
        guard octets.count <= 64, octets.popFirst() == UInt8(ascii: "P") else { return false }
        let parts = octets.split(separator: UInt8(ascii: "T"), maxSplits: 1, omittingEmptySubsequences: false)
        guard areFields(parts[0], units: "WD") else { return false }
        guard parts.count == 2 else { return !parts[0].isEmpty }
        return !parts[1].isEmpty && areFields(parts[1], units: "HMS")
    }

    /// Tells whether octets are fields, each a number and the letter of its unit.
    private static func areFields(_ octets: ArraySlice<UInt8>, units: StaticString) -> Bool {
        var rest = octets
        while !rest.isEmpty {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(digits.count)
            guard (1...9).contains(digits.count), let letter = rest.popFirst() else { return false }
            guard units.description.utf8.contains(letter) else { return false }
        }
        return true
    }
}
