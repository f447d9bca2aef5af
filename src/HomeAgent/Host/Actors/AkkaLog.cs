using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Event;

namespace DsMip.HomeAgent.Actors;

/// <summary>Where the actor system's own messages go: to the log of the process, each under its category.</summary>
public sealed class AkkaLog : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly Dictionary<Type, ILogger> _logs = [];
    private ILoggerFactory? _factory;

    protected override void PreStart() => _factory = Context.System.Settings.Setup.Get<AkkaLogSetup>() is { HasValue: true } setup ? setup.Value.Factory : null;

    protected override void OnReceive(object message)
    {
        if (message is InitializeLogger) Sender.Tell(new LoggerInitialized());
        else if (message is LogEvent entry) Write(entry);
    }

    private void Write(LogEvent entry)
    {
        if (_factory is null) return;
        if (!_logs.TryGetValue(entry.LogClass, out var log)) _logs[entry.LogClass] = log = _factory.CreateLogger(Category(entry.LogClass));
        // Akka's exceptions come nested and with their stacks: what went wrong is in their first lines.
        var reason = entry.Cause is { } cause ? $"{cause.GetType().Name}: {cause.GetBaseException().Message.ReplaceLineEndings(" ")}" : "";
        log.Log(Level(entry.LogLevel()), "{Message} {Reason}", entry.Message.ToString()?.ReplaceLineEndings(" "), reason);
    }

    private static string Category(Type source) => source.FullName is { } name && name.StartsWith("Akka", StringComparison.Ordinal) ? name : $"Akka.{source.Name}";

    private static Microsoft.Extensions.Logging.LogLevel Level(Akka.Event.LogLevel level) => level switch
    {
        Akka.Event.LogLevel.DebugLevel => Microsoft.Extensions.Logging.LogLevel.Debug,
        Akka.Event.LogLevel.InfoLevel => Microsoft.Extensions.Logging.LogLevel.Information,
        Akka.Event.LogLevel.WarningLevel => Microsoft.Extensions.Logging.LogLevel.Warning,
        _ => Microsoft.Extensions.Logging.LogLevel.Error,
    };
}

/// <param name="factory">Of the process.</param>
public sealed class AkkaLogSetup(ILoggerFactory factory) : Setup
{
    public ILoggerFactory Factory => factory;
}
