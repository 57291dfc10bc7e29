/// The settings of all programs of Attaché, in one list.
///
/// Services may share a YAML file or an environment, so that each knows the settings of the others.
package enum KnownSettings {
    /// The keys, in the order of `Docs/operations/settings.md`.
    package static let keys: [SettingKey] = [
        "service.secret-file", "log.level", "log.format", "shutdown.timeout",
        "public.tls.certificate-file", "public.tls.key-file", "public.tls.http2",
        "public-url", "data", "database-url", "front.listen", "front.internal-listen", "front.trusted-proxies",
        "front.secret-scope",
        "attachments.max-size", "attachments.max-per-resource", "attachments.recurrence", "attachments.download",
        "attachments.server-url", "attachments.url-lifetime", "attachments.grace", "attachments.processing",
        "attachments.upload", "attachments.redirect-from", "attachments.inline-from",
        "scan.clamd", "scan.when", "scan.max-size", "scan.otherwise", "scan.timeout",
        "quota.bytes", "quota.calendar-bytes", "pages.enabled",
        "calendars.max-resource-size", "requests.body-memory", "requests.body-memory-per-user",
        "requests.reports-per-user", "requests.answer-memory", "requests.answer-memory-per-user",
        "access.passwords", "access.proxy-user-header", "access.proxy-user-addresses",
        "tokens.issuer", "tokens.audience", "tokens.keys-file", "tokens.keys-url", "tokens.algorithms",
        "tokens.user-claim", "tokens.user-domain", "tokens.leeway",
        "blob.node-id", "blob.public-url", "blob.front-url", "blob.front-digest", "blob.listen",
        "blob.internal-listen", "blob.credentials", "blob.trusted-proxies", "internal.operator-digest",
        "internal.operator-secret-file",
        "collection.grace", "compaction.live-share", "scrub.period", "recount.interval",
        "maintenance.bytes-per-second", "uploads.session-expiry", "encryption.master-key-file",
        "encryption.previous-master-key-file",
    ]

    /// The variables that begin as those of settings do, but stand for none: the YAML file, and what the tests need.
    static let otherVariables: Set<String> = [Settings.fileVariable, "ATTACHE_TEST_PYTHON"]

    /// The names of all keys in the YAML file.
    static let names = Set(keys.map { $0.name })

    /// The names of the sections that the YAML file may have, such as `attachments`.
    static let sections = Set(keys.flatMap { sections(around: $0.name) })

    /// Returns `a` and `a.b` for `a.b.c`.
    private static func sections(around name: String) -> [String] {
        let parts = name.split(separator: ".")
        return (1..<max(1, parts.count)).map { parts.prefix($0).joined(separator: ".") }
    }

    /// The names of all variables.
    static let variables = Set(keys.map { $0.environmentName }).union(otherVariables)
}
