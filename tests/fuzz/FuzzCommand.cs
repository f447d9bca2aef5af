using System.CommandLine;
using DsMip.Fuzz.Targets;

namespace DsMip.Fuzz;

/// <summary>The command line. Runs in the context in which the product is instrumented.</summary>
internal static class FuzzCommand
{
    public static int Run(string[] arguments, TextWriter output)
    {
        var count = new Option<long>("--count") { Description = "frames, shared by all targets", DefaultValueFactory = _ => 10_000_000 };
        var target = new Option<string?>("--target") { Description = $"one target only: {string.Join(", ", FuzzTargets.All.Select(one => one.Name))}" };
        var seed = new Option<int>("--seed") { Description = "the same seed makes the same run", DefaultValueFactory = _ => 1 };
        var keep = new Option<string?>("--keep") { Description = "write the corpora, reduced to what is needed, to this folder" };
        var replay = new Option<string?>("--replay") { Description = "execute the inputs of this file only: one a line, hexadecimal" };
        target.Validators.Add(result =>
        {
            if (result.GetValue(target) is { } name && FuzzTargets.All.All(one => one.Name != name)) result.AddError($"there is no target '{name}'");
        });
        replay.Validators.Add(result =>
        {
            if (result.GetValue(replay) is { } path && !File.Exists(path)) result.AddError($"there is no file {path}");
            if (result.GetResult(target) is null) result.AddError("--replay needs --target");
        });
        var root = new RootCommand("Fuzzes whatever takes bytes from others, guided by the branches that are taken.") { count, target, seed, keep, replay };
        root.SetAction(parsed => new Campaign(output, parsed.GetValue(seed), parsed.GetValue(keep))
            .Run(FuzzTargets.All.Where(one => parsed.GetValue(target) is not { } name || one.Name == name), parsed.GetValue(count), parsed.GetValue(replay)));
        return root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = output });
    }
}
