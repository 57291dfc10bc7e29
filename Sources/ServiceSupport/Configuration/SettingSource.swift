/// Where the value of a setting came from, in the order in which sources win.
package enum SettingSource: Hashable, Sendable {
    /// A flag of the command line.
    case flag
    /// An environment variable.
    case environment
    /// The YAML file at this path.
    case file(String)
    /// The program itself, where it has a value of its own for what is not set.
    case program
    /// A file that a setting names, such as a secret, at this path.
    case namedFile(String)
}

extension SettingSource: CustomStringConvertible {
    /// The source as a message says where a value stands.
    package var description: String {
        switch self {
        case .flag: "on the command line"
        case .environment: "in the environment"
        case .file(let path): "in \(path)"
        case .program: "in the program"
        case .namedFile(let path): "in \(path)"
        }
    }
}
