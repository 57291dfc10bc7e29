package import SystemPackage

extension Settings {
    /// Returns a text, or nil when it is not set.
    package func string(_ key: SettingKey) throws(SettingError) -> String? {
        try text(key)?.value
    }

    /// Returns a text that must be set; `allowed` ends the sentence "it must be …".
    package func requiredString(_ key: SettingKey, allowed: String) throws(SettingError) -> String {
        try required(string(key), key, allowed: allowed)
    }

    /// Returns a whole number in a range, or nil when it is not set.
    package func integer(_ key: SettingKey, in range: ClosedRange<Int>) throws(SettingError) -> Int? {
        try parsed(key, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            SettingSyntax.unsigned(text).flatMap { Int(exactly: $0) }.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// Returns a number of bytes in a range, or nil when it is not set; `104857600`, `100MiB` and `100 MiB` are the same.
    package func bytes(
        _ key: SettingKey,
        in range: ClosedRange<UInt64> = 0...UInt64(Int64.max)
    ) throws(SettingError) -> UInt64? {
        try parsed(key, allowed: Self.grammar(of: range)) { text in Self.byteCount(text, in: range) }
    }

    /// Returns a number of bytes in a range, or nil when it is `off` or not set.
    package func bytesUnlessOff(_ key: SettingKey, in range: ClosedRange<UInt64>) throws(SettingError) -> UInt64? {
        try parsed(key, allowed: "off, or " + Self.grammar(of: range)) { text in
            Self.unlessOff(text) { Self.byteCount($0, in: range) }
        } ?? nil
    }

    /// Returns a span of time in a range, or nil when it is not set; a number alone is seconds, `10m` ten minutes.
    package func duration(_ key: SettingKey, in range: ClosedRange<Duration>) throws(SettingError) -> Duration? {
        try parsed(key, allowed: Self.grammar(of: range)) { text in Self.duration(text, in: range) }
    }

    /// Returns a span of time in a range, or nil when it is `off` or not set.
    package func durationUnlessOff(_ key: SettingKey, in range: ClosedRange<Duration>) throws(SettingError) -> Duration?
    {
        try parsed(key, allowed: "off, or " + Self.grammar(of: range)) { text in
            Self.unlessOff(text) { Self.duration($0, in: range) }
        } ?? nil
    }

    /// Returns `true` or `false`, or nil when it is not set.
    package func boolean(_ key: SettingKey) throws(SettingError) -> Bool? {
        try parsed(key, allowed: "true or false") { SettingSyntax.boolean($0) }
    }

    /// Returns one of a closed set of words, or nil when it is not set.
    package func choice<Choice>(
        _ key: SettingKey,
        as type: Choice.Type = Choice.self
    ) throws(SettingError) -> Choice? where Choice: RawRepresentable<String> & CaseIterable {
        let allowed = "one of " + Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        return try parsed(key, allowed: allowed) { Choice(rawValue: $0) }
    }

    /// Returns the base URL of a service, or nil when it is not set.
    package func url(_ key: SettingKey) throws(SettingError) -> ServiceURL? {
        try parsed(key, allowed: ServiceURL.grammar) { ServiceURL(parsing: $0) }
    }

    /// Returns the base URL of a service, which must be set.
    package func requiredURL(_ key: SettingKey) throws(SettingError) -> ServiceURL {
        try required(url(key), key, allowed: ServiceURL.grammar)
    }

    /// Returns a host and port to listen on, or nil when it is not set.
    package func listenAddress(_ key: SettingKey) throws(SettingError) -> ListenAddress? {
        try parsed(key, allowed: ListenAddress.grammar) { ListenAddress(parsing: $0) }
    }

    /// Returns a path, or nil when it is not set.
    package func path(_ key: SettingKey) throws(SettingError) -> FilePath? {
        try string(key).map { FilePath($0) }
    }

    /// Returns a path, which must be set.
    package func requiredPath(_ key: SettingKey) throws(SettingError) -> FilePath {
        try required(path(key), key, allowed: "a path")
    }

    /// Reads a setting by a syntax of its own.
    ///
    /// - Parameters:
    ///   - key: The setting to read.
    ///   - allowed: The end of the sentence "it must be …".
    ///   - parse: Returns nil for a text that is not allowed.
    /// - Returns: The value, or nil when the setting is not set.
    /// - Throws: ``SettingError/invalid(_:value:source:allowed:)`` for a text that is not allowed.
    package func parsed<Value>(
        _ key: SettingKey,
        allowed: String,
        _ parse: (String) -> Value?
    ) throws(SettingError) -> Value? {
        guard let (value, source) = try text(key) else { return nil }
        guard let result = parse(value) else {
            throw .invalid(key, value: value, source: source, allowed: allowed)
        }
        return result
    }

    /// Returns a value, which must be there.
    ///
    /// - Throws: ``SettingError/missing(_:allowed:)`` for nil.
    package func required<Value>(_ value: Value?, _ key: SettingKey, allowed: String) throws(SettingError) -> Value {
        guard let value else { throw .missing(key, allowed: allowed) }
        return value
    }
}

extension Settings {
    private static func grammar(of range: ClosedRange<UInt64>) -> String {
        "a number of bytes from \(range.lowerBound) to \(range.upperBound), such as 104857600 or 100MiB"
    }

    private static func grammar(of range: ClosedRange<Duration>) -> String {
        "a number of seconds from \(range.lowerBound.components.seconds) to "
            + "\(range.upperBound.components.seconds), or a time such as 90s, 10m or 24h"
    }

    private static func byteCount(_ text: String, in range: ClosedRange<UInt64>) -> UInt64? {
        SettingSyntax.byteCount(text).flatMap { range.contains($0) ? $0 : nil }
    }

    private static func duration(_ text: String, in range: ClosedRange<Duration>) -> Duration? {
        SettingSyntax.duration(text).flatMap { range.contains($0) ? $0 : nil }
    }

    /// Returns a value, `.some(nil)` for a text that says `off`, or nil for one that is not allowed.
    private static func unlessOff<Value>(_ text: String, _ parse: (String) -> Value?) -> Value?? {
        // A number is never taken for a switch, so that 0 is refused where the range begins above it.
        if SettingSyntax.unsigned(text) == nil, SettingSyntax.boolean(text) == false { return .some(nil) }
        return parse(text).map { .some($0) }
    }
}
