import ArgumentParser
import ServiceSupport

/// The settings of the front about what requests may take together, as flags.
struct RequestFlags: ParsableArguments {
    /// `requests.body-memory`.
    @Option(
        name: .customLong("requests-body-memory"),
        help: "The bytes of calendar data and XML that the front holds at a time (64MiB)."
    )
    var bodyMemory: String?

    /// `requests.body-memory-per-user`.
    @Option(
        name: .customLong("requests-body-memory-per-user"),
        help: "The bytes of these that one user may have at a time (16MiB)."
    )
    var bodyMemoryPerUser: String?

    /// `requests.reports-per-user`.
    @Option(name: .customLong("requests-reports-per-user"), help: "The reports of one user that run at a time (4).")
    var reportsPerUser: String?

    /// `requests.answer-memory`.
    @Option(
        name: .customLong("requests-answer-memory"),
        help: "The bytes of calendar data that the front holds at a time until clients have taken them (128MiB)."
    )
    var answerMemory: String?

    /// `requests.answer-memory-per-user`.
    @Option(
        name: .customLong("requests-answer-memory-per-user"),
        help: "The bytes of these that one user may have at a time (16MiB)."
    )
    var answerMemoryPerUser: String?

    /// The values by their keys, nil for those that were not given.
    var values: [(SettingKey, String?)] {
        [
            ("requests.body-memory", bodyMemory), ("requests.body-memory-per-user", bodyMemoryPerUser),
            ("requests.reports-per-user", reportsPerUser), ("requests.answer-memory", answerMemory),
            ("requests.answer-memory-per-user", answerMemoryPerUser),
        ]
    }
}
