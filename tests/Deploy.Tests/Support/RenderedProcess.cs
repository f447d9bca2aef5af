using System.Diagnostics;

namespace DsMip.Deploy.Tests.Support;

/// <summary>The real daemon with the environment of a pod, at a loopback address. What a cluster of Kubernetes has and this machine has not is told by flags, which win.</summary>
internal sealed class RenderedProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly StringWriter _said = new();

    private RenderedProcess(Process process, Uri? admin)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = admin, Timeout = TimeSpan.FromSeconds(10) };
        process.OutputDataReceived += Note;
        process.ErrorDataReceived += Note;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Http { get; }

    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <param name="arguments">What comes after the name of the program.</param>
    /// <param name="admin">Where its HTTP is; null: it has none.</param>
    public static RenderedProcess Start(PodEnvironment environment, Uri? admin, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "dsmip-ha.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment.Variables) start.Environment[name] = value;
        return new RenderedProcess(Process.Start(start)!, admin);
    }

    public async Task ReadyAsync()
    {
        for (var waited = Stopwatch.StartNew(); await AnswerAsync() is { } missing; await Task.Delay(100))
        {
            Assert.False(_process.HasExited, Said);
            Assert.True(waited.Elapsed < Patience, $"{missing} {Said}");
        }
    }

    /// <returns>Its exit code.</returns>
    public int Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        return End();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public int End()
    {
        Assert.True(_process.WaitForExit(Patience), Said);
        // Without a limit it also waits for the last of what the process said.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Http.Dispose();
    }

    private async Task<string?> AnswerAsync()
    {
        try
        {
            using var answer = await Http.GetAsync("health/ready");
            return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e.Message;
        }
    }

    private void Note(object sender, DataReceivedEventArgs line)
    {
        lock (_said) _said.WriteLine(line.Data);
    }
}
