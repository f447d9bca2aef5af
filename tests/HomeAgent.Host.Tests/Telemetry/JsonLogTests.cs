using System.Text.Json;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary><c>Telemetry:LogFormat=Json</c>, for who collects logs: names of fields are relied upon elsewhere.</summary>
public sealed class JsonLogTests
{
    [Fact]
    public async Task An_event_is_one_line_with_the_same_fields_and_an_exception_is_in_one_of_them()
    {
        using var store = new TemporaryStore();
        await using var application = HomeAgentApplication.Build(Configured.Options(("Store:ConnectionString", store.Options.ConnectionString), ("Telemetry:LogFormat", "Json")));
        var formatters = application.Services.GetServices<ConsoleFormatter>().Where(formatter => formatter.Name == ConsoleFormatterNames.Json);
        using var log = new FormattedLog(formatters, withExceptions: false);
        var logger = log.CreateLogger("DsMip.HomeAgent.Names");
        logger.LogInformation("the DNS server {Server} updates names again", "192.0.2.53");
        logger.LogError(Thrown(), "two\nlines");

        var (plain, failed) = (Read(log, 0), Read(log, 1));
        Assert.Equal(["Timestamp", "EventId", "LogLevel", "Category", "Message", "State"], Names(plain));
        Assert.Equal(("Information", "DsMip.HomeAgent.Names", "the DNS server 192.0.2.53 updates names again"), (Text(plain, "LogLevel"), Text(plain, "Category"), Text(plain, "Message")));
        Assert.Equal("192.0.2.53", Text(plain.GetProperty("State"), "Server"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", Text(plain, "Timestamp"));
        Assert.Equal(["Timestamp", "EventId", "LogLevel", "Category", "Message", "Exception", "State"], Names(failed));
        Assert.Equal("two\nlines", Text(failed, "Message"));
        Assert.StartsWith("System.InvalidOperationException: why", Text(failed, "Exception"), StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), Text(failed, "Exception"), StringComparison.Ordinal);
    }

    private static JsonElement Read(FormattedLog log, int number)
    {
        var text = log.Entries.ElementAt(number).Text;
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        return JsonDocument.Parse(text).RootElement;
    }

    private static IEnumerable<string> Names(JsonElement record) => record.EnumerateObject().Select(field => field.Name);

    private static string Text(JsonElement record, string name) => record.GetProperty(name).GetString()!;

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("why", new IOException("and why that"));
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }
}
