import ArgumentParser
import ServiceFlags
import ServiceSupport

/// The settings of the front as flags; what is not given comes from the environment or the YAML file.
struct FrontFlags: ParsableArguments {
    /// `public-url`.
    @Option(name: .customLong("public-url"), help: "The URL at which clients reach the front; links are built from it.")
    var publicURL: String?

    /// `data`.
    @Option(name: .customLong("data"), help: "The directory of the metadata database.")
    var data: String?

    /// `database-url`.
    @Option(name: .customLong("database-url"), help: "The metadata database, when it is elsewhere: sqlite:PATH.")
    var databaseURL: String?

    /// `service.secret-file`.
    @Option(name: .customLong("service-secret-file"), help: "The file with the front's own secret.")
    var secretFile: String?

    /// `front.listen`.
    @Option(name: .customLong("front-listen"), help: "Where clients connect (127.0.0.1:8080).")
    var listen: String?

    /// `front.internal-listen`.
    @Option(
        name: .customLong("front-internal-listen"),
        help: "Where blob nodes connect; never public (127.0.0.1:9080)."
    )
    var internalListen: String?

    /// `front.trusted-proxies`.
    @Option(name: .customLong("front-trusted-proxies"), help: "The proxies whose forwarding fields are believed.")
    var trustedProxies: String?

    /// `front.secret-scope`.
    @Option(
        name: .customLong("front-secret-scope"),
        help: "Who sees the secret that a node is shown: that node, or the whole deployment (node)."
    )
    var secretScope: String?

    /// The settings of attachments.
    @OptionGroup(title: "Attachments") var attachments: AttachmentFlags

    /// The settings of the scanner for malware.
    @OptionGroup(title: "Scanning") var scanning: ScanFlags

    /// `quota.bytes`.
    @Option(name: .customLong("quota-bytes"), help: "The bytes of attachments that a calendar home may have (1GiB).")
    var quota: String?

    /// `quota.calendar-bytes`.
    @Option(
        name: .customLong("quota-calendar-bytes"),
        help: "The bytes of calendar data that a calendar home may have (1GiB)."
    )
    var calendarQuota: String?

    /// `calendars.max-resource-size`.
    @Option(name: .customLong("calendars-max-resource-size"), help: "The greatest size of one event's data (10MiB).")
    var maximumResourceSize: String?

    /// `pages.enabled`.
    @Option(
        name: .customLong("pages-enabled"),
        help: "Whether people find their calendars and files in a browser: on or off (on)."
    )
    var pages: String?

    /// The settings of what requests may take together.
    @OptionGroup(title: "Requests") var requests: RequestFlags

    /// The settings of access.
    @OptionGroup(title: "Access") var access: AccessFlags

    /// The settings of the listener, the log and the end.
    @OptionGroup(title: "Service") var serving: ServingFlags

    /// The values that were given, by their keys.
    var values: [SettingKey: String] {
        let own: [(SettingKey, String?)] = [
            ("public-url", publicURL), ("data", data), ("database-url", databaseURL),
            ("service.secret-file", secretFile), ("front.listen", listen), ("front.internal-listen", internalListen),
            ("front.trusted-proxies", trustedProxies), ("front.secret-scope", secretScope),
            ("quota.bytes", quota), ("quota.calendar-bytes", calendarQuota), ("pages.enabled", pages),
            ("calendars.max-resource-size", maximumResourceSize),
        ]
        let groups = attachments.values + scanning.values + requests.values + access.values + serving.values
        return [SettingKey: String](given: own + groups)
    }
}
