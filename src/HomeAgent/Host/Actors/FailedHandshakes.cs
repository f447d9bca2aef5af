using Akka;
using Akka.Actor;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Akka's remoting shuts the whole actor system down when one TLS handshake fails, be it with a stranger or with a member that ended meanwhile. That
/// shutdown is broken off in its first phase; the connection is all that is lost.
/// </summary>
internal static class FailedHandshakes
{
    private const string Reason = "TlsHandshakeFailureReason";

    /// <summary>The phase, which must not recover from failures.</summary>
    public const string Phase = CoordinatedShutdown.PhaseBeforeServiceUnbind;

    public static void Ignore(ActorSystem system)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(Phase, "failed-handshakes", () => IsOne(shutdown)
            ? Task.FromException<Done>(new InvalidOperationException("a failed handshake ends no process"))
            : Task.FromResult(Done.Instance));
    }

    /// <summary>It has been broken off, and cannot be run once more.</summary>
    public static bool IsOne(CoordinatedShutdown shutdown) => shutdown.ShutdownReason?.GetType().Name == Reason;
}
