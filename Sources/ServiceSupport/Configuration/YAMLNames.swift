import Configuration
import Synchronization

/// The names of the values in one YAML file, sections joined by dots, noted while the file is parsed.
///
/// A snapshot does not list its names, but asks of each value whether it is a secret.
final class YAMLNames: Sendable {
    private let noted = Mutex<[String]>([])

    /// The names that the parser has come to.
    var all: [String] { noted.withLock { $0 } }

    /// The options with which a file is parsed so that its names are noted here.
    var parsingOptions: YAMLSnapshot.ParsingOptions {
        .init(
            secretsSpecifier: .dynamic { name, _ in
                self.noted.withLock { $0.append(name) }
                return false
            }
        )
    }
}
