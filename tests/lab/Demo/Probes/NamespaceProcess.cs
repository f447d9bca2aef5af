using System.Diagnostics;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Probes;

/// <summary>A program that runs inside a namespace while the lab goes on; its lines are handed to a callback as they come.</summary>
public sealed class NamespaceProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _what;
    private bool _ended;

    private NamespaceProcess(Process process, string what)
    {
        _process = process;
        _what = what;
    }

    public bool HasExited => _ended || _process.HasExited;

    public static NamespaceProcess Start(NetworkNamespace space, IEnumerable<string> command, Action<string> onLine)
    {
        string[] arguments = ["ip", "netns", "exec", space.Name, .. command];
        // A session of its own: Ctrl-C in the terminal reaches only the lab, which then ends everything in order.
        var start = new ProcessStartInfo("setsid", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Forward(e.Data, onLine);
        process.ErrorDataReceived += (_, e) => Forward(e.Data, onLine);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new NamespaceProcess(process, $"{space.Name}: {string.Join(' ', command)}");
    }

    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Sends SIGINT, as Ctrl-C would, and waits for the end of its output.</summary>
    public void Interrupt()
    {
        if (!HasExited)
        {
            Shell.Try("kill", ["-INT", $"{_process.Id}"]);
        }

        WaitForExit(TimeSpan.FromSeconds(5));
    }

    public void WaitForExit(TimeSpan patience)
    {
        if (!_process.WaitForExit(patience))
        {
            throw new LabException($"did not end within {patience.TotalSeconds} s: {_what}");
        }

        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _ended = true;
        _process.Dispose();
    }

    private static void Forward(string? line, Action<string> onLine)
    {
        if (!string.IsNullOrEmpty(line))
        {
            onLine(line);
        }
    }
}
