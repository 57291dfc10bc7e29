import ArgumentParser
import CalendarStore

/// The name of a user on the command line.
struct UserArgument: ExpressibleByArgument {
    /// The name.
    let uid: UserID

    /// Reads a name; nil when it is none.
    init?(argument: String) {
        guard let uid = UserID(parsing: argument) else { return nil }
        self.uid = uid
    }

    /// What a name is, for help texts.
    static let grammar = "1 to 64 lower-case letters, digits, dots, underscores and hyphens"
}
