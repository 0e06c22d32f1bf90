using Enrollment.Data;

namespace Enrollment.Assessments;

/// <summary>Loads and saves schemes whole, groups and components included.</summary>
static class SchemeReader
{
    /// <summary>The course version that a scheme belongs to; null when there is no such scheme.</summary>
    internal static Task<Guid?> CourseVersionOfAsync(Db db, Guid schemeId, CancellationToken token) =>
        db.FindAsync<Guid?>(CourseVersionOf, new { Id = schemeId }, token);

    internal static async Task<bool> HasMarksAsync(Db db, Guid cohortId, Guid schemeId, CancellationToken token) =>
        await db.FindAsync<int>(CountMarked, new { CohortId = cohortId, SchemeId = schemeId }, token) > 0;

    internal static async Task<SchemeView?> LoadAsync(Db db, Guid id, CancellationToken token)
    {
        var key = new { Id = id };
        var head = await db.FindAsync<HeadRow>(Head, key, token);
        if (head is null)
            return null;

        var components = (await db.QueryAsync<ComponentRow>(Components, key, token)).ToLookup(c => c.GroupCode);
        var groups = await db.QueryAsync<GroupRow>(Groups, key, token);
        return new SchemeView
        {
            Id = id,
            CourseVersionId = head.CourseVersionId,
            Number = head.Number,
            FrozenAt = head.FrozenAt,
            Version = head.Version,
            Name = head.Name,
            PassMark = head.PassMark,
            MeritMark = head.MeritMark,
            DistinctionMark = head.DistinctionMark,
            Decimals = head.Decimals,
            MinimumAttendance = head.MinimumAttendance,
            Groups =
            [
                .. groups.Select(g => new SchemeGroup
                {
                    Code = g.Code,
                    Name = g.Name,
                    Weight = g.Weight,
                    MinimumMark = g.MinimumMark,
                    AfterGroup = g.AfterGroup,
                    Components = [.. components[g.Code].Select(c => c.View())],
                }),
            ],
        };
    }

    /// <summary>Writes the groups and components of a scheme that has none.</summary>
    internal static async Task InsertPartsAsync(
        Db db,
        Guid schemeId,
        SchemeFields fields,
        Func<Guid> newId,
        CancellationToken token
    )
    {
        foreach (var (group, position) in fields.Groups.Select((group, index) => (group, index)))
        {
            var row = new
            {
                SchemeId = schemeId,
                group.Code,
                Position = position,
                group.Name,
                group.Weight,
                group.MinimumMark,
                group.AfterGroup,
            };
            await db.ExecuteAsync(InsertGroup, row, token);
            foreach (var (c, place) in group.Components.Select((component, index) => (component, index)))
            {
                var componentRow = new
                {
                    Id = newId(),
                    SchemeId = schemeId,
                    GroupCode = group.Code,
                    c.Code,
                    Position = place,
                    c.Name,
                    Kind = c.Kind.ToString(),
                    c.Weight,
                    c.MaximumMark,
                    c.PassMark,
                    c.MustPass,
                    c.Attempts,
                    c.ResitCap,
                    WhenMissing = c.WhenMissing.ToString(),
                    LatePerDay = c.LatePenalty?.PerDay,
                    LateFloor = c.LatePenalty?.Floor,
                    LateCutOffDays = c.LatePenalty?.CutOffDays,
                    SecondMarking = c.SecondMarking.ToString(),
                    c.Tolerance,
                };
                await db.ExecuteAsync(InsertComponent, componentRow, token);
            }
        }
    }

    internal static async Task DeletePartsAsync(Db db, Guid schemeId, CancellationToken token)
    {
        await db.ExecuteAsync(DeleteComponents, new { Id = schemeId }, token);
        await db.ExecuteAsync(DeleteGroups, new { Id = schemeId }, token);
    }

    sealed record HeadRow
    {
        public Guid CourseVersionId { get; init; }
        public int Number { get; init; }
        public string Name { get; init; } = "";
        public decimal PassMark { get; init; }
        public decimal? MeritMark { get; init; }
        public decimal? DistinctionMark { get; init; }
        public int Decimals { get; init; }
        public decimal? MinimumAttendance { get; init; }
        public DateTimeOffset? FrozenAt { get; init; }
        public int Version { get; init; }
    }

    sealed record GroupRow
    {
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
        public decimal Weight { get; init; }
        public decimal? MinimumMark { get; init; }
        public string? AfterGroup { get; init; }
    }

    sealed record ComponentRow
    {
        public Guid Id { get; init; }
        public string GroupCode { get; init; } = "";
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
        public ComponentKind Kind { get; init; }
        public decimal Weight { get; init; }
        public decimal MaximumMark { get; init; }
        public decimal? PassMark { get; init; }
        public bool MustPass { get; init; }
        public int Attempts { get; init; }
        public decimal? ResitCap { get; init; }
        public MissingRule WhenMissing { get; init; }
        public decimal? LatePerDay { get; init; }
        public decimal? LateFloor { get; init; }
        public int? LateCutOffDays { get; init; }
        public SecondMarking SecondMarking { get; init; }
        public decimal? Tolerance { get; init; }

        internal SchemeComponent View() =>
            new()
            {
                Id = Id,
                Code = Code,
                Name = Name,
                Kind = Kind,
                Weight = Weight,
                MaximumMark = MaximumMark,
                PassMark = PassMark,
                MustPass = MustPass,
                Attempts = Attempts,
                ResitCap = ResitCap,
                WhenMissing = WhenMissing,
                LatePenalty = LatePerDay is { } perDay
                    ? new LatePenalty
                    {
                        PerDay = perDay,
                        Floor = LateFloor ?? 0,
                        CutOffDays = LateCutOffDays,
                    }
                    : null,
                SecondMarking = SecondMarking,
                Tolerance = Tolerance,
            };
    }

    internal static readonly Sql CourseVersionOf = new("SELECT CourseVersionId FROM Schemes WHERE Id = @Id");

    internal static readonly Sql CountMarked = new(
        """
        SELECT COUNT(*)
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id
        JOIN SchemeComponents c ON c.Id = m.ComponentId
        WHERE e.CohortId = @CohortId AND c.SchemeId = @SchemeId
        """
    );

    internal static readonly Sql Head = new(
        """
        SELECT CourseVersionId, Number, Name, PassMark, MeritMark, DistinctionMark, Decimals, MinimumAttendance,
               FrozenAt, Version
        FROM Schemes
        WHERE Id = @Id
        """
    );

    internal static readonly Sql Groups = new(
        "SELECT Code, Name, Weight, MinimumMark, AfterGroup FROM SchemeGroups WHERE SchemeId = @Id ORDER BY Position"
    );

    internal static readonly Sql Components = new(
        """
        SELECT Id, GroupCode, Code, Name, Kind, Weight, MaximumMark, PassMark, MustPass, Attempts, ResitCap,
               WhenMissing, LatePerDay, LateFloor, LateCutOffDays, SecondMarking, Tolerance
        FROM SchemeComponents
        WHERE SchemeId = @Id
        ORDER BY Position
        """
    );

    internal static readonly Sql InsertGroup = new(
        """
        INSERT INTO SchemeGroups (SchemeId, Code, Position, Name, Weight, MinimumMark, AfterGroup)
        VALUES (@SchemeId, @Code, @Position, @Name, @Weight, @MinimumMark, @AfterGroup)
        """
    );

    internal static readonly Sql InsertComponent = new(
        """
        INSERT INTO SchemeComponents
            (Id, SchemeId, GroupCode, Code, Position, Name, Kind, Weight, MaximumMark, PassMark, MustPass, Attempts,
             ResitCap, WhenMissing, LatePerDay, LateFloor, LateCutOffDays, SecondMarking, Tolerance)
        VALUES
            (@Id, @SchemeId, @GroupCode, @Code, @Position, @Name, @Kind, @Weight, @MaximumMark, @PassMark, @MustPass,
             @Attempts, @ResitCap, @WhenMissing, @LatePerDay, @LateFloor, @LateCutOffDays, @SecondMarking, @Tolerance)
        """
    );

    internal static readonly Sql DeleteComponents = new("DELETE FROM SchemeComponents WHERE SchemeId = @Id");

    internal static readonly Sql DeleteGroups = new("DELETE FROM SchemeGroups WHERE SchemeId = @Id");
}
