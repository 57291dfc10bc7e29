package import SystemPackage
import Configuration
import FoundationEssentials

/// The settings of a program: flags win over the environment, and the environment over one YAML file.
///
/// Values are kept as text and read by type, so that every refusal can name the key, the value, its source, and
/// what is allowed. Reading costs a few dictionary look-ups: read once, at the start.
package struct Settings: Sendable {
    /// The name of the variable that names the YAML file when no flag does.
    package static let fileVariable = "ATTACHE_CONFIG"

    private let layers: [Layer]

    /// Loads the settings of this process.
    ///
    /// - Parameters:
    ///   - flags: The values given on the command line.
    ///   - environment: The variables of the process; those that do not begin with `ATTACHE_` are left alone, and
    ///     the others must be known to some program of Attaché.
    ///   - file: The YAML file, or nil for the one that `ATTACHE_CONFIG` names, if any.
    ///   - defaults: The values of what no other source has.
    /// - Returns: The settings of all sources.
    /// - Throws: ``SettingError/configurationFile(path:reason:)``; ``SettingError/unknown(name:source:nearest:)`` for a
    ///   name in the environment or the file that no program of Attaché knows.
    package static func load(
        flags: [SettingKey: String] = [:],
        environment: [String: String],
        file: FilePath? = nil,
        defaults: [SettingKey: String] = [:]
    ) async throws -> Settings {
        try UnknownSettings.check(environment: environment)
        var layers = [Layer(.flag, flags), Layer(environment: environment)]
        if let path = file ?? environment[fileVariable].map({ FilePath($0) }) {
            layers.append(try await Layer(file: path))
        }
        return Settings(layers: layers + [Layer(.program, defaults)])
    }

    /// Creates settings from values alone, as tests and the trial program need them.
    package init(_ values: [SettingKey: String]) {
        self.init(layers: [Layer(.flag, values)])
    }

    private init(layers: [Layer]) {
        self.layers = layers
    }

    /// Returns the text of a setting and where it came from, or nil when no source has it.
    ///
    /// An empty value counts as not set, so that a variable can be cleared in a compose file.
    ///
    /// - Throws: ``SettingError/invalid(_:value:source:allowed:)`` when the YAML file has a list or a section there.
    package func text(_ key: SettingKey) throws(SettingError) -> (value: String, source: SettingSource)? {
        for layer in layers {
            if let value = try layer.value(of: key), !value.isEmpty {
                return (value, layer.source)
            }
        }
        return nil
    }
}

/// One source of settings.
private struct Layer: Sendable {
    let source: SettingSource
    let provider: any ConfigProvider

    init(_ source: SettingSource, _ values: [SettingKey: String]) {
        self.source = source
        let values = values.map { (AbsoluteConfigKey(ConfigKey($0.key.name)), ConfigValue(stringLiteral: $0.value)) }
        provider = InMemoryProvider(name: "\(source)", values: Dictionary(values) { first, _ in first })
    }

    init(environment: [String: String]) {
        source = .environment
        provider = EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "attache")
    }

    init(file path: FilePath) async throws {
        source = .file(path.string)
        let names = YAMLNames()
        do {
            provider = try await FileProvider<YAMLSnapshot>(parsingOptions: names.parsingOptions, filePath: path)
        } catch {
            let isAbsent = !FileManager.default.fileExists(atPath: path.string)
            let reason = isAbsent ? "there is no such file" : SettingError.sentenceBody("\(error)")
            throw SettingError.configurationFile(path: path.string, reason: reason)
        }
        try UnknownSettings.check(names: names.all.filter { !isEmptySection($0) }, inFile: path.string)
    }

    /// Whether a name is that of a section in which nothing is set, such as one whose lines are all comments.
    private func isEmptySection(_ name: String) -> Bool {
        KnownSettings.sections.contains(name) && (try? value(of: SettingKey(name))) == ""
    }

    func value(of key: SettingKey) throws(SettingError) -> String? {
        let found: LookupResult
        do {
            found = try provider.value(forKey: AbsoluteConfigKey(ConfigKey(key.name)), type: .string)
        } catch {
            throw .invalid(key, value: "…", source: source, allowed: "a single value, not a list or a section")
        }
        guard case .string(let text)? = found.value?.content else { return nil }
        return text
    }
}
