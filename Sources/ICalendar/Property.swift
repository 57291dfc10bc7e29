/// A property: one content line (RFC 5545 §3.1).
///
/// It keeps the line that it was parsed from, folding and line ending included, until its value or its parameters become
/// different; so an untouched property is written as it came, byte for byte. What it says is read from the line each time
/// it is asked for: whoever needs a value often keeps it.
package struct Property: Sendable {
    /// The name as it is compared.
    let key: FoldedName
    private var form: Form

    private enum Form: Sendable {
        case received(PropertyLine)
        indirect case made(MadeProperty)
    }

    /// Makes a new property.
    ///
    /// - Parameters:
    ///   - name: The name, made of letters, digits and "-".
    ///   - parameters: The parameters in their order.
    ///   - value: The value as text of the wire; control characters but HTAB are left out when it is written.
    package init(name: String, parameters: [Parameter] = [], value: String) {
        key = FoldedName(name)
        form = .made(MadeProperty(name: name, parameters: parameters, value: value, line: nil))
    }

    /// Makes a property of a parsed line.
    ///
    /// - Parameters:
    ///   - line: The line.
    ///   - key: Its name.
    init(_ line: PropertyLine, key: FoldedName) {
        self.key = key
        form = .received(line)
    }

    /// The name as written; names compare without regard to case.
    package var name: String {
        switch form {
        case .received(let line): String(decoding: line.name, as: UTF8.self)
        case .made(let made): made.name
        }
    }

    /// The parameters in their order.
    package var parameters: [Parameter] {
        get {
            switch form {
            case .received(let line): line.parameters.parameters()
            case .made(let made): made.parameters
            }
        }
        set {
            guard newValue != parameters else { return }
            form = .made(MadeProperty(name: name, parameters: newValue, value: value, line: line))
        }
    }

    /// The value as text of the wire: unfolded, but with the escapes of its type (see `TextValue`).
    package var value: String {
        get {
            switch form {
            case .received(let line): line.valueText
            case .made(let made): made.value
            }
        }
        set {
            guard !newValue.utf8.elementsEqual(valueOctets) else { return }
            form = .made(MadeProperty(name: name, parameters: parameters, value: newValue, line: line))
        }
    }

    /// The octets of the value, which cost less than its text.
    package var valueOctets: ArraySlice<UInt8> {
        switch form {
        case .received(let line): line.value
        case .made(let made): Array(made.value.utf8)[...]
        }
    }

    /// The number of the physical line where the property began, or nil when it was not parsed.
    package var line: Int? {
        switch form {
        case .received(let line): line.source.number
        case .made(let made): made.line
        }
    }

    /// The line that the property was parsed from, or nil when it is new or changed.
    var source: SourceLine? {
        guard case .received(let line) = form else { return nil }
        return line.source
    }

    /// The number of the values of all parameters.
    var parameterValueCount: Int {
        switch form {
        case .received(let line): line.parameters.valueCount
        case .made(let made): made.parameters.reduce(0) { count, parameter in count + parameter.values.count }
        }
    }
}

extension Property {
    /// Tells whether the property has a name, without regard to case.
    package func isNamed(_ other: String) -> Bool {
        isNamed(other, key: FoldedName(other))
    }

    /// Tells whether the property has a name that is folded already.
    ///
    /// - Parameters:
    ///   - other: The name.
    ///   - otherKey: The same, folded.
    /// - Returns: Whether it has the name.
    func isNamed(_ other: String, key otherKey: FoldedName) -> Bool {
        key == otherKey && (key.isWhole || name.equalsIgnoringCase(other))
    }

    /// Returns the first value of the first parameter with a name, without regard to case.
    package func parameter(_ name: String) -> String? {
        switch form {
        case .received(let line): line.parameters.firstValue(of: name)
        case .made(let made): made.parameters.first { $0.name.equalsIgnoringCase(name) }?.values.first
        }
    }

    /// Sets a parameter to one value in its place, adds it at the end, or removes it.
    ///
    /// Afterwards the parameter occurs at most once, whatever a client wrote.
    ///
    /// - Parameters:
    ///   - name: The parameter's name, without regard to case.
    ///   - value: The decoded value, or nil to remove the parameter.
    package mutating func setParameter(_ name: String, _ value: String?) {
        parameters.set(name, value)
    }
}

/// What a property says that was not parsed, or was changed.
private struct MadeProperty: Sendable {
    let name: String
    let parameters: [Parameter]
    let value: String
    let line: Int?
}
