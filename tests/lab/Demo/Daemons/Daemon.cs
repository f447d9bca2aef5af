using System.Diagnostics;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>
/// One of our daemons as a real process in a namespace. Its output goes to a file, so that it outlives the lab program with KEEP=1.
/// </summary>
public sealed class Daemon : IDisposable
{
    private readonly Process _process;
    private bool _keep;

    private Daemon(Process process, string log)
    {
        _process = process;
        Log = log;
    }

    public string Log { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static Daemon Start(NetworkNamespace space, string log, params IEnumerable<string> command)
    {
        // Each of these replaces itself by the next, so the process id is the daemon's.
        string[] shell = ["sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log, "ip", "netns", "exec", space.Name, .. command];
        var process = Process.Start("setsid", shell);
        return new Daemon(process, log);
    }

    /// <summary>SIGKILL: no chance to clean up or to write anything.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, as systemd stops a service; returns its exit code.</summary>
    public int Stop(TimeSpan patience)
    {
        Shell.Try("kill", ["-TERM", $"{_process.Id}"]);
        return _process.WaitForExit(patience)
            ? _process.ExitCode
            : throw new LabException($"process {_process.Id} ignores SIGTERM; its log: {Tail()}");
    }

    /// <summary>Leaves it running when this is disposed.</summary>
    public void Keep() => _keep = true;

    /// <summary>The last lines of the log, for a failure's message.</summary>
    public string Tail(int lines = 30) => File.Exists(Log) ? "\n" + string.Join('\n', File.ReadLines(Log).TakeLast(lines)) : "(no log)";

    public void Dispose()
    {
        if (!_keep && !_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
