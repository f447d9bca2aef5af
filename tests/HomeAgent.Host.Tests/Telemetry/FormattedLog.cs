using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>Whatever is logged, as each of the formatters of a home agent writes it, and after it exceptions in full.</summary>
internal sealed class FormattedLog(IEnumerable<ConsoleFormatter> formatters, bool withExceptions = true) : ILoggerProvider
{
    private static readonly string[] Muted = ["Default", "Microsoft", "Microsoft.Extensions.Hosting.Internal.Host", "Akka", "Akka.Actor.OneForOneStrategy", "Akka.Remote"];
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = [];

    /// <summary>Nothing is left out that there is a filter for.</summary>
    public static IConfiguration Everything { get; } = new ConfigurationBuilder()
        .AddInMemoryCollection(Muted.Select(category => new KeyValuePair<string, string?>($"LogLevel:{category}", nameof(LogLevel.Trace)))).Build();

    public IEnumerable<(LogLevel Level, string Text)> Entries => _entries;

    private IEnumerable<ConsoleFormatter> Formatters { get; } = [.. formatters];

    private bool WithExceptions => withExceptions;

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(FormattedLog log, string name) : ILogger
    {
        private static readonly LoggerExternalScopeProvider NoScopes = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var text = new StringWriter();
            foreach (var one in log.Formatters) one.Write(new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter), NoScopes, text);
            if (log.WithExceptions) text.WriteLine(exception);
            log._entries.Enqueue((logLevel, text.ToString()));
        }
    }

}
