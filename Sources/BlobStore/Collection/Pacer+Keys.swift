extension Pacer {
    /// Waits until work that has changed some keys of an index may go on, and tells whether it may: not when its task
    /// was cancelled.
    ///
    /// Each key is charged as the page of LMDB that it changes.
    func mayGoOn(after keys: Int) async -> Bool {
        do throws(CancellationError) {
            try await pause(after: keys * 4_096)
            return true
        } catch {
            return false
        }
    }
}
