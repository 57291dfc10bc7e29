import ArgumentParser
import Cryptography
import DurableIO
import SystemPackage

/// The options by which a password is given: never as an argument, which every user of the host could read.
struct PasswordOptions: ParsableArguments {
    /// The file with the password.
    @Option(name: .customLong("password-file"), help: "A file whose first line is the password.")
    var file: String?

    /// Whether the password comes from standard input.
    @Flag(name: .customLong("password-stdin"), help: "Take the password from the first line of standard input.")
    var standardInput = false

    /// Whether the password is made here.
    @Flag(name: .customLong("generate-password"), help: "Make a random password and print it once.")
    var generate = false

    /// Checks that the password comes from exactly one place.
    func validate() throws {
        guard [file != nil, standardInput, generate].filter({ $0 }).count == 1 else {
            throw ValidationError(
                "Say where the password comes from: --password-file FILE, --password-stdin or --generate-password."
            )
        }
    }

    /// Returns the password.
    ///
    /// - Throws: ``PasswordError``, and `FileError`.
    func password() throws -> Password {
        if generate { return .random() }
        return try Password(firstLineOf: file.map(Self.text(ofFile:)) ?? readLine(strippingNewline: true) ?? "")
    }

    /// Prints the password if it was made here; to be called once it is stored.
    func announce(_ password: Password) {
        if generate { print("password: \(password.text)") }
    }

    private static func text(ofFile path: String) throws(FileError) -> String {
        String(decoding: try LocalFileSystem().contents(at: FilePath(path)), as: UTF8.self)
    }
}
