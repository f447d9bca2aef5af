using System.Runtime.Versioning;
using DsMip.HomeAgent.Edge.Blocks;
using DsMip.HomeAgent.Options;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Blocks;

[SupportedOSPlatform("linux")]
public sealed class RouteCommandTests : IDisposable
{
    private static readonly HomeBlock Block = new(Ipv6Prefix.Parse("2001:db8:1::/65"));
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("dsmip-route-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task It_is_called_with_what_to_do_and_the_prefix()
    {
        var command = Script("""printf '%s|' "$#" "$1" "$2" >>"$0.out" """);
        Assert.Null(await command.RunAsync(add: true, Block, default));
        Assert.Null(await command.RunAsync(add: false, Block, default));
        Assert.Equal("2|add|2001:db8:1::/65|2|remove|2001:db8:1::/65|", await File.ReadAllTextAsync(Path.Combine(_directory, "route.out")));
    }

    [Fact]
    public async Task A_failure_is_one_line() => Assert.Equal(
        "exit code 3: no such router", await Script("echo no such router >&2; echo more >&2; exit 3").RunAsync(add: true, Block, default));

    [Fact]
    public async Task One_that_hangs_is_stopped() => Assert.Equal(
        "it was stopped after 1 s", await Script("sleep 1000", TimeSpan.FromSeconds(1)).RunAsync(add: true, Block, default));

    [Fact]
    public async Task One_that_talks_a_lot_is_listened_to() =>
        Assert.Null(await Script("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2").RunAsync(add: true, Block, default));

    [Fact]
    public async Task What_cannot_be_started_is_said_so()
    {
        var file = Path.Combine(_directory, "text");
        await File.WriteAllTextAsync(file, "");
        Assert.Contains("text", await new RouteCommand(file, TimeSpan.FromSeconds(5)).RunAsync(add: true, Block, default), StringComparison.Ordinal);
    }

    private RouteCommand Script(string body, TimeSpan? patience = null)
    {
        var file = Path.Combine(_directory, "route");
        File.WriteAllText(file, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new RouteCommand(file, patience ?? TimeSpan.FromSeconds(30));
    }
}
