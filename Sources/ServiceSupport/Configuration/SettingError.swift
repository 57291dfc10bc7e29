/// Why the settings stop the start of a program; the description is the sentence for the operator.
///
/// No case carries the contents of a secret.
package enum SettingError: Error, Hashable, Sendable {
    /// The setting is not there, and has no default; `allowed` says what it may be.
    case missing(SettingKey, allowed: String)
    /// The value is not one of those that are allowed.
    case invalid(SettingKey, value: String, source: SettingSource, allowed: String)
    /// No program of Attaché knows a setting of this name; `nearest` is the known one that it resembles, if any.
    case unknown(name: String, source: SettingSource, nearest: String?)
    /// The YAML file cannot be read or parsed.
    case configurationFile(path: String, reason: String)
    /// The file that a setting names cannot be used; the reason does not repeat its contents.
    case namedFile(SettingKey, path: String, reason: String)
}

extension SettingError: CustomStringConvertible {
    /// A sentence that names the key, the value, and what is allowed.
    package var description: String {
        switch self {
        case .missing(let key, let allowed):
            "\(key) is required: it must be \(allowed)."
        case .invalid(let key, let value, let source, let allowed):
            "\(key) is \"\(value)\" \(source), but it must be \(allowed)."
        case .unknown(let name, let source, let nearest):
            "\(name) \(source) is no setting that Attaché knows\(nearest.map { "; the nearest is \($0)" } ?? "")."
        case .configurationFile(let path, let reason):
            "The configuration file \(path) cannot be used: \(reason)."
        case .namedFile(let key, let path, let reason):
            "\(key) names the file \(path), which cannot be used: \(reason)."
        }
    }
}

extension SettingError {
    /// Returns a sentence without its period, as the middle of another one.
    static func sentenceBody(_ sentence: String) -> String {
        sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }
}
