// What form-js says, in Chinese.
export const FORM_TEXTS = {
  Select: '请选择', 'Add new': '新增一行', Collapse: '收起', 'Expand all ({value})': '展开全部（{value}）', Increment: '增加', Decrement: '减少', Search: '搜索',
  'No results': '没有匹配项', 'All values selected': '已全部选择', 'Skip to search': '跳到搜索', 'Remove tag': '移除', 'No files selected': '没有选择文件',
  '{value} files selected': '已选择 {value} 个文件', 'Nothing to show.': '没有内容', 'No content to show.': '没有内容', 'Previous page': '上一页', 'Next page': '下一页',
  '{page} of {total}': '第 {page} 页，共 {total} 页', 'Click to sort by {value} descending': '按{value}降序', 'Click to sort by {value} ascending': '按{value}升序',
  'Click to remove sorting': '取消排序', 'Date and time must both be entered.': '日期和时间都要填写', 'Unable to download document': '无法下载文件',
  'Download {fileName}': '下载 {fileName}', 'Document reference is not defined.': '没有指定文件', "External content couldn't be loaded.": '外部内容无法载入',
  'Field is required.': '此项必填', 'Field must match pattern {value}.': '格式不正确', 'Field must have minimum value of {value}.': '不能小于 {value}',
  'Field must have maximum value of {value}.': '不能大于 {value}', 'Field must have minimum length of {value}.': '至少 {value} 个字', 'Field must have maximum length of {value}.': '最多 {value} 个字',
  'Value is expected to be an integer.': '请输入整数', 'Value is expected to have at most 1 decimal digit.': '最多一位小数', 'Value is expected to have at most {value} decimal digits.': '最多 {value} 位小数',
  'Please select a valid value, the two nearest valid values are {previousValue} and {nextValue}.': '请选择有效值，最接近的是 {previousValue} 和 {nextValue}',
  'Max validation value is not a valid number.': '表单的最大值设置有误', 'Min validation value is not a valid number.': '表单的最小值设置有误',
  'Value is not a number.': '请输入数字', 'Field must be a valid email.': '请输入有效的电子邮箱', 'Field must be a valid international phone number. (e.g. +4930664040900)': '请输入有效的电话号码',
};
