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

extension [Parameter] {
    /// Sets a parameter to one value in its place, adds it at the end, or removes it.
    ///
    /// Afterwards the parameter occurs at most once, whatever a client wrote.
    ///
    /// - Parameters:
    ///   - name: The parameter's name, without regard to case.
    ///   - value: The decoded value, or nil to remove the parameter.
    package mutating func set(_ name: String, _ value: String?) {
        let matches = indices.filter { self[$0].name.equalsIgnoringCase(name) }
        for index in matches.dropFirst(value == nil ? 0 : 1).reversed() { remove(at: index) }
        if let value, let index = matches.first {
            self[index].values = [value]
        } else if let value {
            append(Parameter(name, value))
        }
    }
}
