import ArgumentParser

/// What people call an app password: 1 to 64 characters on one line.
struct AppPasswordLabel: ExpressibleByArgument, Hashable {
    /// What a label is, for help texts.
    static let grammar = "1 to 64 characters without a line end"

    /// The label.
    let text: String

    /// Reads a label; nil when it is none.
    init?(argument: String) {
        guard (1...64).contains(argument.count), argument.first != " ", argument.last != " ",
            !argument.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        text = argument
    }
}
