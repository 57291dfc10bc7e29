/// The refusal of names that no program of Attaché knows, so that a misspelt setting does not go unnoticed.
enum UnknownSettings {
    /// How many characters a name may differ from the one that is proposed in its place.
    private static let likeness = 2

    /// Checks the names of the variables that begin with `ATTACHE_`; one with an empty value is checked too.
    ///
    /// - Throws: ``SettingError/unknown(name:source:nearest:)`` for the first by name that is not known.
    static func check(environment: [String: String]) throws(SettingError) {
        let services = orchestratedServices(in: environment)
        let unknown = environment.keys.filter { name in
            name.hasPrefix("ATTACHE_") && !KnownSettings.variables.contains(name)
                && !services.contains { belongs(name, toService: $0) }
        }
        try refuse(unknown, source: .environment, known: KnownSettings.variables)
    }

    /// Checks the names of the values in a YAML file, whose sections are joined by dots.
    ///
    /// - Throws: ``SettingError/unknown(name:source:nearest:)`` for the first by name that is not known.
    static func check(names: [String], inFile path: String) throws(SettingError) {
        let unknown = names.filter { !KnownSettings.names.contains($0) }
        try refuse(unknown, source: .file(path), known: KnownSettings.names)
    }

    private static func refuse(
        _ unknown: [String],
        source: SettingSource,
        known: Set<String>
    ) throws(SettingError) {
        guard let name = unknown.min() else { return }
        let nearest = EditDistance.nearest(to: name, among: known, within: likeness)
        throw .unknown(name: name, source: source, nearest: nearest)
    }

    /// Returns the prefixes of the variables by which Kubernetes tells of services whose names begin with `attache`.
    ///
    /// Every container gets them for the services of its namespace: `ATTACHE_FRONT_SERVICE_HOST`,
    /// `ATTACHE_FRONT_SERVICE_PORT` and `ATTACHE_FRONT_PORT_8080_TCP` for a service `attache-front`.
    private static func orchestratedServices(in environment: [String: String]) -> [String] {
        environment.keys.filter { $0.hasPrefix("ATTACHE_") && $0.hasSuffix("_SERVICE_HOST") }
            .map { String($0.dropLast("_SERVICE_HOST".count)) }
            .filter { environment[$0 + "_SERVICE_PORT"] != nil }
    }

    private static func belongs(_ name: String, toService service: String) -> Bool {
        guard name.hasPrefix(service) else { return false }
        let rest = name.dropFirst(service.count)
        return ["_SERVICE_HOST", "_SERVICE_PORT", "_PORT"].contains(rest)
            || rest.hasPrefix("_SERVICE_PORT_") || rest.hasPrefix("_PORT_")
    }
}
