import SystemPackage

/// What keeps the probe from doing its work; a finding about the engine is none of these.
enum ProbeError: Error, CustomStringConvertible {
    /// The trace could not be made.
    case trace(FilePath, Errno)
    /// The trace ends within an entry, or has an entry of no known kind.
    case malformedTrace(offset: UInt64)
    /// The disk refused what the probe itself does to it, as it does when calls are made to fail.
    case hindered(String)
    /// The trace speaks of something that is not there.
    case contradiction(String)
    /// There is no workload of this name.
    case unknownWorkload(String)
    /// What was to be made is there already.
    case present(FilePath)

    /// A sentence that says what is wrong.
    var description: String {
        switch self {
        case .trace(let path, let errno): "The trace \(path) could not be made: \(errno)."
        case .malformedTrace(let offset): "The trace has no entry at \(offset)."
        case .hindered(let reason): "The probe was hindered: \(reason)."
        case .contradiction(let text): "The trace contradicts itself: \(text)."
        case .unknownWorkload(let name): "There is no workload “\(name)”."
        case .present(let path): "\(path) is there already and is not overwritten."
        }
    }
}
