import SystemPackage

/// The numbers of the system's errors that binding an address ends with.
enum SystemErrorCode {
    /// `EADDRINUSE`.
    static let addressInUse = Errno.addressInUse.rawValue
    /// `EADDRNOTAVAIL`.
    static let addressNotAvailable = Errno.addressNotAvailable.rawValue
    /// `EACCES`.
    static let permissionDenied = Errno.permissionDenied.rawValue
}
