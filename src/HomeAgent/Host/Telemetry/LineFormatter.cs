using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>One line per event: UTC time, level, where, what. Exceptions too, with the innermost line of the stack.</summary>
public sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    /// <summary>UTC.</summary>
    public const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(clock.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture));
        textWriter.Write(' ');
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(ShortName(logEntry.Category));
        textWriter.Write(": ");
        textWriter.Write(OneLine(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception) textWriter.Write($" ({exception.GetType().Name}: {OneLine(exception.Message)}{Innermost(exception)})");
        textWriter.WriteLine();
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit ",
        LogLevel.Error => "error ",
        LogLevel.Warning => "warn ",
        LogLevel.Information => "info ",
        _ => "debug ",
    };

    private static ReadOnlySpan<char> ShortName(string category) => category.AsSpan(category.LastIndexOf('.') + 1);

    private static string Innermost(Exception exception) => exception.StackTrace?.TrimStart() is { Length: > 0 } stack ? $" {OneLine(stack)}" : "";

    // Akka puts whole stack traces into its messages.
    private static ReadOnlySpan<char> OneLine(string text) => text.AsSpan(0, text.IndexOfAny(['\r', '\n']) is var end and >= 0 ? end : text.Length);
}
