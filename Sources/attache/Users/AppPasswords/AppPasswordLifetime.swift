import ArgumentParser

/// How long an app password is good: a number of days, such as `90d`.
struct AppPasswordLifetime: ExpressibleByArgument, Hashable {
    /// What a lifetime is, for help texts.
    static let grammar = "a number of days from 1d to 3650d"

    /// The number of days.
    let days: Int

    /// The number of seconds.
    var seconds: Double { Double(days) * 86_400 }

    /// Reads a number with a `d` after it; nil for anything else.
    init?(argument: String) {
        guard argument.hasSuffix("d"), argument.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }),
            let days = Int(argument.dropLast()), (1...3650).contains(days)
        else { return nil }
        self.days = days
    }
}
