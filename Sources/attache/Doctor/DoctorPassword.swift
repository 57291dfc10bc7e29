import ArgumentParser
import ClientDoctor
import DurableIO
import Glibc
import SystemPackage

/// By what the user of a doctor's walk proves who he is: never an argument, which every user of the host could read.
struct DoctorPassword: ParsableArguments {
    /// The file with the password.
    @Option(name: .customLong("password-file"), help: "A file whose first line is the password.")
    var passwordFile: String?

    /// The file with the token.
    @Option(name: .customLong("token-file"), help: "A file whose first line is a bearer token, in place of a password.")
    var tokenFile: String?

    /// Checks that there is one proof.
    func validate() throws {
        guard passwordFile == nil || tokenFile == nil else {
            throw ValidationError("Name a password or a token: --password-file or --token-file, and not both.")
        }
    }

    /// Returns the proof; a password that no file has is asked for on the terminal.
    ///
    /// - Parameter user: The name to log in with.
    /// - Returns: The proof.
    /// - Throws: `PasswordError`, `FileError`, and a usage error where there is no terminal to ask at.
    func credentials(of user: String) throws -> DoctorCredentials {
        if let tokenFile { return .token(try Self.firstLine(of: tokenFile)) }
        let password = try passwordFile.map(Self.firstLine) ?? Self.ask("Password of \(user): ")
        return .password(user: user, password: password)
    }

    private static func firstLine(of path: String) throws -> String {
        let octets = try LocalFileSystem().contents(at: FilePath(path))
        return try Password(firstLineOf: String(decoding: octets, as: UTF8.self)).text
    }

    private static func ask(_ prompt: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1, let typed = unsafe getpass(prompt) else {
            throw ValidationError("There is no terminal to ask for the password at: name a file with --password-file.")
        }
        return try Password(firstLineOf: unsafe String(cString: typed)).text
    }
}
