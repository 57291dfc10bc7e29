import IOProbe
import SystemPackage

/// The calls of this program that change a disk: recorded, counted, and made to fail.
enum Probe {
    /// Begins to watch the paths under a directory.
    ///
    /// Synchronisations are recorded and not made, so that nothing waits for a disk.
    ///
    /// - Parameters:
    ///   - root: An absolute path without symbolic links.
    ///   - trace: The file in which to record, made anew; nil to record nothing.
    /// - Throws: ``ProbeError/trace(_:_:)``.
    static func start(at root: FilePath, recordingTo trace: FilePath? = nil) throws(ProbeError) {
        let status = unsafe io_probe_start(root.string, trace?.string, 1)
        guard status == 0 else { throw .trace(trace ?? root, Errno(rawValue: status)) }
    }

    /// Ends watching.
    static func stop() {
        io_probe_stop()
    }

    /// Notes in the trace that a step began or was acknowledged.
    static func note(_ note: StepNote) {
        let mark = note.session?.encoded ?? []
        unsafe mark.withUnsafeBytes { bytes in
            unsafe io_probe_mark(note.kind.rawValue, UInt64(note.step), bytes.baseAddress, bytes.count)
        }
    }

    /// Makes calls fail from now on; counting begins anew.
    static func inject(_ fault: InjectedFault) {
        io_probe_fail(fault.kind.code, fault.first, fault.count, fault.error.code)
        if fault.fillsDisk { io_probe_fill() }
    }

    /// Lets a disk have room again that a fault has filled.
    static func makeRoom() {
        io_probe_make_room()
    }

    /// Lets all calls pass from now on.
    static func stopFailing() {
        io_probe_fail(0, 0, 0, 0)
    }

    /// How many calls were made to fail since the last injection.
    static var failures: UInt64 { io_probe_failures() }

    /// Returns how many calls of a kind were made since the last injection.
    static func calls(_ kind: CallKind) -> UInt64 { io_probe_calls(kind.code) }
}
