/// Asks again and again whether something is so, until it is or the time is over.
///
/// - Returns: Whether it was so in time.
func eventually(
    within limit: Duration = .seconds(30),
    every pause: Duration = .milliseconds(20),
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + limit
    repeat {
        if try await condition() { return true }
        try await clock.sleep(for: pause)
    } while clock.now < end
    return false
}
