import ArgumentParser
import ClientDoctor
import FoundationEssentials
import ServiceSupport
import SystemPackage

/// Where the service is that the doctor walks to, and how it is reached.
struct DoctorTarget: ParsableArguments {
    /// The address.
    @Option(
        name: .customLong("base"),
        help: "The address that people type into their calendar, such as cal.example.com; public-url unless given."
    )
    var base: String?

    /// The YAML file.
    @Option(name: .customLong("config"), help: "The YAML file with the front's settings, for its public-url.")
    var config: String?

    /// The file with certificates.
    @Option(name: .customLong("trust-file"), help: "A file with certificates in PEM to trust beside the system's.")
    var trustFile: String?

    /// Addresses in place of those of names.
    @Option(
        name: .customLong("resolve"),
        help: "Connect to an address instead of that of a name, as HOST=ADDRESS; may be repeated."
    )
    var overrides: [String] = []

    /// Checks the address and the overrides.
    func validate() throws {
        if let base, WebAddress(typed: base) == nil {
            throw ValidationError("\"\(base)\" is no address of a service, such as https://cal.example.com.")
        }
        for override in overrides where Self.pair(override) == nil {
            throw ValidationError("\"\(override)\" is not of the form HOST=ADDRESS.")
        }
    }

    /// Returns the address that people type.
    ///
    /// - Throws: `SettingError`, and a usage error where no address is known.
    func address() async throws -> WebAddress {
        if let address = base.flatMap({ WebAddress(typed: $0) }) { return address }
        let settings = try await Settings.load(
            flags: [:],
            environment: ProcessInfo.processInfo.environment,
            file: config.map { FilePath($0) }
        )
        guard let address = try settings.parsed("public-url", allowed: ServiceURL.grammar, { WebAddress($0) }) else {
            throw ValidationError(
                "Say where the service is: --base cal.example.com, or --config with the settings of the front."
            )
        }
        return address
    }

    /// The certificates to trust.
    ///
    /// - Throws: `TrustedRootsError`.
    func trustedRoots() throws -> TrustedRoots {
        try trustFile.map { try TrustedRoots(pemFile: $0) } ?? .system
    }

    /// The addresses in place of those of names.
    var addresses: [String: String] {
        Dictionary(overrides.compactMap(Self.pair)) { _, last in last }
    }

    private static func pair(_ text: String) -> (String, String)? {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0].lowercased(), parts[1]) : nil
    }
}
