/// A property parameter (RFC 5545 §3.2) with its values decoded.
package struct Parameter: Hashable, Sendable {
    /// The name as written; names compare without regard to case.
    package let name: String
    /// The values without quotes and with the escapes of RFC 6868 resolved; at least one.
    package var values: [String]

    /// Makes a parameter.
    ///
    /// - Parameters:
    ///   - name: The name, made of letters, digits and "-".
    ///   - values: The decoded values; control characters other than line breaks are left out when written.
    package init(name: String, values: [String]) {
        self.name = name
        self.values = values
    }

    /// Makes a parameter with one value.
    ///
    /// - Parameters:
    ///   - name: The name, made of letters, digits and "-".
    ///   - value: The decoded value.
    package init(_ name: String, _ value: String) {
        self.init(name: name, values: [value])
    }

    /// Compares names and values octet by octet, so that no change escapes notice.
    package static func == (left: Parameter, right: Parameter) -> Bool {
        left.name.hasSameOctets(as: right.name)
            && left.values.elementsEqual(right.values) { $0.hasSameOctets(as: $1) }
    }
}
