# How long the R package games takes for the fit of estimation.py, standard errors included.
#
#   Rscript estimation.R data.csv
#
# prints the median of five runs in seconds of the processor, and the log-likelihood. install.packages("games") gets the
# package, from CRAN.

suppressPackageStartupMessages(library(games))

frame <- read.csv(commandArgs(trailingOnly = TRUE)[1])
frame$outcome <- factor(frame$outcome, levels = c("no attack", "devaluation", "defense"))
utilities <- outcome ~ capcont + lreserves + overval + creditgrow + USinterest + service + contagion + prioratt - 1 |
  1 | 1 | unifgov + lexports + preelec + postelec + rightgov + realinterest + capcont + lreserves

seconds <- numeric(5)
for (run in seq_along(seconds)) {
  spent <- system.time({
    found <- egame12(utilities, data = frame, link = "probit", type = "private")
    errors <- sqrt(diag(vcov(found)))
  })
  seconds[run] <- spent[["user.self"]] + spent[["sys.self"]]
}
cat(sprintf("%.3f %.6f\n", median(seconds), sum(found$log.likelihood)))
