/// The form of DURATION values (RFC 5545 §3.3.6).
enum DurationSyntax {
    /// Tells whether a value is such as `P15DT5H0M20S`, `-PT15M`, or `P7W`.
    ///
    /// Weeks beside days and fields out of their order are accepted, because programs in use write them; a field has nine
    /// digits at most.
    static func isDuration(_ value: ArraySlice<UInt8>) -> Bool {
        var octets = value
        if octets.first == UInt8(ascii: "+") || octets.first == UInt8(ascii: "-") { octets.removeFirst() }
        guard octets.count <= 64, octets.popFirst() == UInt8(ascii: "P") else { return false }
        let days = octets.prefix { $0 != UInt8(ascii: "T") }
        guard areFields(days, units: "WD") else { return false }
        guard days.endIndex < octets.endIndex else { return !days.isEmpty }
        let times = octets[(days.endIndex + 1)...]
        return !times.isEmpty && areFields(times, units: "HMS")
    }

    /// Tells whether octets are fields, each a number and the letter of its unit.
    private static func areFields(_ octets: ArraySlice<UInt8>, units: String) -> Bool {
        var rest = octets
        while !rest.isEmpty {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(digits.count)
            guard (1...9).contains(digits.count), let letter = rest.popFirst() else { return false }
            guard units.utf8.contains(letter) else { return false }
        }
        return true
    }
}
