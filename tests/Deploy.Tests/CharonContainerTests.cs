using System.Diagnostics;
using DsMip.Deploy.Tests.Support;
using DsMip.Testing;

namespace DsMip.Deploy.Tests;

/// <summary>charon with the configuration and the capabilities that it has beside an edge, as this machine's Debian has it.</summary>
public sealed class CharonContainerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-charon-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [NamespaceFact]
    public void Its_socket_is_open_to_the_group_of_the_home_agent_and_to_nobody_else()
    {
        var container = Rendering.Of("kernel-ipsec").Component("edge").Pod.InitContainers.Single(one => one.Name == "charon");
        var socket = Path.Combine(_directory, "charon.vici");
        using var charon = Start([.. container.SecurityContext.Capabilities.Add], socket);
        try
        {
            var waited = Stopwatch.StartNew();
            while (!File.Exists(socket) && !charon.HasExited && waited.Elapsed < Patience) Thread.Sleep(20);
            Assert.False(charon.HasExited, "charon ended");
            Assert.Equal("nogroup 770", Output("stat", "--format=%G %a", socket));
        }
        finally
        {
            charon.Kill(entireProcessTree: true);
            charon.WaitForExit();
        }
    }

    /// <summary>Under a group that every Debian has, in a network namespace of its own: another charon may have the ports.</summary>
    private Process Start(string[] capabilities, string socket)
    {
        var kept = string.Join(',', capabilities.Select(name => "+" + name.ToLowerInvariant()).Prepend("-all"));
        var settings = Path.Combine(_directory, "strongswan.conf");
        var deploy = Path.Combine(Repository.Root, "deploy", "strongswan");
        File.WriteAllText(settings, File.ReadAllText(Path.Combine(deploy, "container.conf"))
            .Replace("/run/dsmip-ike/charon.vici", socket, StringComparison.Ordinal)
            .Replace("/etc/dsmip/dsmip.conf", Path.Combine(deploy, "dsmip.conf"), StringComparison.Ordinal)
            .Replace("group = app", "group = nogroup", StringComparison.Ordinal));
        return Process.Start(new ProcessStartInfo("unshare", ["--net", "setpriv", "--no-new-privs", "--inh-caps=-all", $"--bounding-set={kept}", "charon-systemd"])
        {
            Environment = { ["STRONGSWAN_CONF"] = settings, ["PATH"] = "/usr/sbin:/usr/libexec/strongswan:" + Environment.GetEnvironmentVariable("PATH") },
            RedirectStandardError = false,
        })!;
    }

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
