/// A property: one content line (RFC 5545 §3.1).
///
/// It keeps the octets that it was parsed from, folding and line ending included, until its value or its parameters
/// become different; so an untouched property is written as it came, byte for byte.
package struct Property: Sendable {
    /// The name as written; names compare without regard to case.
    package let name: String

    /// The parameters in their order.
    package var parameters: [Parameter] {
        didSet {
            if parameters != oldValue { source = nil }
        }
    }

    /// The value as text of the wire: unfolded, but with the escapes of its type (see `TextValue`).
    package var value: String {
        didSet {
            if !value.hasSameOctets(as: oldValue) { source = nil }
        }
    }

    /// The line that the property was parsed from, or nil when it is new or changed.
    private(set) var source: SourceLine?

    /// The number of the physical line where the property began, or nil when it was not parsed.
    package let line: Int?

    /// Makes a new property.
    ///
    /// - Parameters:
    ///   - name: The name, made of letters, digits and "-".
    ///   - parameters: The parameters in their order.
    ///   - value: The value as text of the wire; control characters but HTAB are left out when it is written.
    package init(name: String, parameters: [Parameter] = [], value: String) {
        self.name = name
        self.parameters = parameters
        self.value = value
        self.source = nil
        self.line = nil
    }

    /// Makes a property from a parsed line.
    ///
    /// - Parameters:
    ///   - name: The name as written.
    ///   - parameters: The decoded parameters.
    ///   - value: The unfolded value.
    ///   - source: The line that says the same.
    init(name: String, parameters: [Parameter], value: String, source: SourceLine) {
        self.name = name
        self.parameters = parameters
        self.value = value
        self.source = source
        self.line = source.number
    }

    /// Tells whether the property has a name, without regard to case.
    package func isNamed(_ other: String) -> Bool {
        name.equalsIgnoringCase(other)
    }

    /// Returns the first value of the first parameter with a name, without regard to case.
    package func parameter(_ name: String) -> String? {
        parameters.first { $0.name.equalsIgnoringCase(name) }?.values.first
    }

    /// Sets a parameter to one value in its place, adds it at the end, or removes it.
    ///
    /// Afterwards the parameter occurs at most once, whatever a client wrote.
    ///
    /// - Parameters:
    ///   - name: The parameter's name, without regard to case.
    ///   - value: The decoded value, or nil to remove the parameter.
    package mutating func setParameter(_ name: String, _ value: String?) {
        let matches = parameters.indices.filter { parameters[$0].name.equalsIgnoringCase(name) }
        var result = parameters
        for index in matches.dropFirst(value == nil ? 0 : 1).reversed() {
            result.remove(at: index)
        }
        if let value, let index = matches.first {
            result[index].values = [value]
        } else if let value {
            result.append(Parameter(name, value))
        }
        parameters = result
    }
}
