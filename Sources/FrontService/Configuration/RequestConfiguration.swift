package import ServiceSupport

/// What an operator decides about how much the requests of clients may take at a time.
package struct RequestConfiguration: Hashable, Sendable {
    /// The octets of the bodies that a front holds at a time, those of uploads left out, which are not held.
    package var bodyMemory = 64 << 20

    /// The octets of such bodies that one user may have at a time.
    package var bodyMemoryPerUser = 16 << 20

    /// The number of reports, and of listings of members, that are made for one user at a time.
    package var reportsPerUser = 4

    /// The octets of calendar objects that a front holds at a time until their readers have taken them.
    package var answerMemory = 128 << 20

    /// The octets of such objects that one user may have at a time.
    package var answerMemoryPerUser = 16 << 20

    /// How long a request waits for its turn before it is refused.
    package var patience = Duration.seconds(10)

    /// Makes a configuration of the defaults.
    package init() {}

    /// Reads what the settings say about requests.
    ///
    /// - Throws: `SettingError`.
    package init(_ settings: Settings) throws(SettingError) {
        let sizes: ClosedRange<UInt64> = 1 << 20...1 << 40
        bodyMemory = try settings.bytes("requests.body-memory", in: sizes).map { Int($0) } ?? bodyMemory
        bodyMemoryPerUser =
            try settings.bytes("requests.body-memory-per-user", in: sizes).map { Int($0) } ?? bodyMemoryPerUser
        answerMemory = try settings.bytes("requests.answer-memory", in: sizes).map { Int($0) } ?? answerMemory
        answerMemoryPerUser =
            try settings.bytes("requests.answer-memory-per-user", in: sizes).map { Int($0) } ?? answerMemoryPerUser
        reportsPerUser = try settings.integer("requests.reports-per-user", in: 1...1000) ?? reportsPerUser
    }
}
