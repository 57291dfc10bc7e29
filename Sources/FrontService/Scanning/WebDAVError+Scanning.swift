import Hummingbird
import WebDAV

extension WebDAVError {
    /// The scanner knows the bytes by a name.
    static func infected(_ name: String) -> WebDAVError {
        WebDAVError(.noMalware, "The file was found to be infected (\(name)).")
    }

    /// There are more bytes than the scanner takes, and nothing is stored unscanned.
    static func unscannable(limit: UInt64) -> WebDAVError {
        WebDAVError(.scannable, "The file is larger than the \(limit) bytes that can be scanned for malware.")
    }

    /// There are more bytes than the scanner takes by its own limit, and nothing is stored unscanned.
    static let beyondScanner = WebDAVError(.scannable, "The file is larger than the scanner for malware takes.")
}

extension HTTPError {
    /// The scanner cannot be reached, and nothing is stored unscanned.
    static let scannerAway = HTTPError(
        .serviceUnavailable,
        headers: [.retryAfter: "10"],
        message: "Files cannot be scanned for malware at the moment."
    )
}
