using DsMip.HomeAgent.Persistence;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class Ipv4LeaseWriterTests
{
    [Fact]
    public async Task Whatever_goes_wrong_with_one_write_the_next_one_is_tried()
    {
        var broken = true;
        await using var writer = new Ipv4LeaseWriter(_ => { if (broken) throw new InvalidOperationException("not a database error"); }, NullLogger.Instance);
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(writer));
        broken = false;
        await WriteAsync(writer);
    }

    private static Task WriteAsync(Ipv4LeaseWriter writer)
    {
        var durable = new TaskCompletionSource();
        writer.Add(new LeaseChange(default, null, durable));
        return durable.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
