import ArgumentParser
import FoundationEssentials

/// An instant on the command line: `2026-11-21T10:00:00Z`, or `2026-11-21` for its first moment in UTC.
struct InstantArgument: ExpressibleByArgument {
    /// The instant.
    let date: Date

    /// Reads an instant; nil for any other text.
    init?(argument: String) {
        let day = Date.ISO8601FormatStyle().year().month().day()
        guard let date = (try? Date(argument, strategy: .iso8601)) ?? (try? Date(argument, strategy: day)) else {
            return nil
        }
        self.date = date
    }
}
