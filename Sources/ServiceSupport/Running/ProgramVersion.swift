/// The version of the programs, which are built and released together.
package enum ProgramVersion {
    /// The version as text (Semantic Versioning 2.0.0); `-dev` stands for what is not released yet.
    package static let text = "0.1.0-dev"

    /// Returns what `--version` of a program says.
    ///
    /// - Parameter program: The name of the program.
    /// - Returns: The name and the version.
    package static func line(of program: String) -> String { "\(program) \(text)" }
}
