namespace DsMip.Map;

/// <summary>What a run of all tests says about the requirements.</summary>
public static class Verdict
{
    /// <summary>One line for each MUST that a test names and that not all of its tests speak for.</summary>
    public static IReadOnlyList<string> Of(Catalogue catalogue, TestSources tests, TestResults results)
    {
        var marks = tests.Marks.ToLookup(mark => mark.Id);
        return
        [
            .. from requirement in catalogue.Requirements
               where requirement.Level == Level.MUST && !requirement.IsLeftOut
               let objections = marks[requirement.Id].Select(mark => (mark, objection: results.Objection(mark))).Where(entry => entry.objection is not null).ToArray()
               where objections.Length > 0
               select $"{requirement.Id}: {string.Join("; ", objections.Select(entry => $"{Name(entry.mark)} {entry.objection}"))}",
            .. catalogue.Requirements
                .Where(requirement => requirement.Level == Level.MUST && !marks.Contains(requirement.Id) && !catalogue.Open.Contains(requirement.Id))
                .Select(requirement => $"{requirement.Id}: has no test"),
        ];
    }

    private static string Name(TestMark mark) => mark.Method is { } method ? $"{mark.File}.{method}" : mark.File;
}
